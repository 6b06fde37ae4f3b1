# The service alone: no example corpus, no tests. Everything that is stored lies in /data and
# /lokal; the rest can be read-only. The same image runs the Chroma server.
FROM python:3.11-slim-bookworm

RUN apt-get update \
 && apt-get install -y --no-install-recommends hunspell-sv \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --create-home planassistent \
 && install -d -o planassistent -g planassistent /data /lokal /chroma /opt/planassistent

WORKDIR /app
COPY constraints.txt pyproject.toml README.md ./
ARG TORCH_INDEX=
RUN pip install --no-cache-dir -c constraints.txt ${TORCH_INDEX:+--index-url "$TORCH_INDEX"} torch==2.13.0
COPY . .
ARG EXTRAS=weights,openai,ollama,mcp,drift
RUN pip install --no-cache-dir -c constraints.txt ".[$EXTRAS]"

ENV PLANASSISTENT_DATA=/data \
    PLANASSISTENT_MODELS=/opt/planassistent/models \
    HF_HUB_OFFLINE=1 \
    ANONYMIZED_TELEMETRY=False \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
USER planassistent
# The search model and the dictionary are unpacked here, once, so that nothing has to be written
# when the service starts.
RUN python -c "from ingest.index.embedding import default_model_folder as f; from pathlib import Path; f(Path('/opt/planassistent/models'))" \
 && python -c "from ingest.index.dictionary import is_known; is_known('plan')"
VOLUME ["/data", "/lokal", "/chroma"]
EXPOSE 8000
CMD ["planassistent", "serve", "--host", "0.0.0.0", "--port", "8000"]
