"""LlamaIndex: SimpleDirectoryReader, SentenceSplitter (1 024 tokens), its own vector store."""

from __future__ import annotations

from pathlib import Path

from bench_pipe import asked, job, kwargs, tell, timed


def main():
    given = job()
    from llama_index.core import StorageContext, load_index_from_storage
    from llama_index.embeddings.huggingface import HuggingFaceEmbedding

    model = HuggingFaceEmbedding(
        model_name=given["model"], device="cpu", model_kwargs=kwargs(given),
        query_instruction="query: ", text_instruction="passage: ",
    )  # fmt: skip
    if given["step"] == "ask":
        context = StorageContext.from_defaults(persist_dir=given["data"])
        index = load_index_from_storage(context, embed_model=model)

        def search(question, limit):
            found = index.as_retriever(similarity_top_k=limit).retrieve(question)
            return [(Path(n.metadata["file_path"]).stem, n.get_content()) for n in found]

        return asked(given, search)
    model.get_text_embedding("värm upp")
    texts, seconds = timed(lambda: ingest(model, given["files"], given["data"]))
    return tell({"seconds": seconds, "texts": texts})


def ingest(model, files, data):
    from llama_index.core import SimpleDirectoryReader, VectorStoreIndex
    from llama_index.core.node_parser import SentenceSplitter
    from llama_index.core.schema import MetadataMode

    pages = SimpleDirectoryReader(input_files=files).load_data()
    nodes = SentenceSplitter().get_nodes_from_documents(pages)
    index = VectorStoreIndex(nodes, embed_model=model)
    index.storage_context.persist(persist_dir=data)
    return [node.get_content(metadata_mode=MetadataMode.EMBED) for node in nodes]


if __name__ == "__main__":
    main()
