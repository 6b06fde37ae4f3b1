"""From settings to a chat model: what each provider calls the same few things.

The reply is deterministic where the provider lets it be (temperature 0), never tried twice, and at
most ``REPLY_TOKENS`` long; the rest of the model's context is for the prompt. Swedish takes
about three characters a token with the tokenizers of common models; ``_CHARACTERS`` is a little
lower, since a prompt above the context is refused by some servers and cut without a word by others.
"""

from __future__ import annotations

from typing import Any

from assistant.chat.engine import LangChainModel
from assistant.errors import ChatModelSettingError
from assistant.settings import Settings

REPLY_TOKENS = 1000
_CHARACTERS = 2.4
_PACKAGES = {"openai": "openai", "azure_openai": "openai", "ollama": "ollama"}


def chat_model(settings: Settings) -> LangChainModel:
    """The model of ``settings.chat_model``; nothing is called yet."""
    from langchain.chat_models import init_chat_model

    name = (settings.chat_model or "").strip()
    provider = name.partition(":")[0]
    try:
        model = init_chat_model(name, **_options(provider, settings))
    except ImportError as error:
        extra = _PACKAGES.get(provider)
        what = f"pip install 'planassistent[{extra}]'" if extra else f"paketet för {provider}"
        raise ChatModelSettingError(
            f"Språkmodellen {name} kräver ett paket som saknas. Installera: {what}."
        ) from error
    except Exception as error:
        raise ChatModelSettingError(
            f"Språkmodellen {name} gick inte att ställa in. Skriv PLANASSISTENT_CHAT_MODEL som "
            "leverantör:modell, till exempel ollama:gemma3:12b, och ange nyckel i "
            "PLANASSISTENT_CHAT_API_KEY om leverantören kräver det."
        ) from error
    room = int((settings.chat_context - REPLY_TOKENS) * _CHARACTERS)
    return LangChainModel(model, name, room, settings.chat_timeout_s)


def _options(provider: str, settings: Settings) -> dict[str, Any]:
    """What the provider's class takes; a setting that is not made is not passed on."""
    options: dict[str, Any] = {}
    if settings.chat_base_url:
        options["base_url"] = settings.chat_base_url
    if settings.chat_api_key:
        options["api_key"] = settings.chat_api_key.get_secret_value()
    if provider == "ollama":
        # Ollama cuts a prompt above its own default context without a word.
        options |= {"num_ctx": settings.chat_context, "num_predict": REPLY_TOKENS}
        return options | {"temperature": 0, "client_kwargs": {"timeout": settings.chat_timeout_s}}
    options |= {"timeout": settings.chat_timeout_s, "max_retries": 0, "max_tokens": REPLY_TOKENS}
    if "openai" in provider:
        # Its own limit between two chunks would end a slow server's reading of a long prompt.
        options["stream_chunk_timeout"] = None
    if provider == "openai" and settings.chat_base_url:
        # A server of one's own takes no key of OpenAI's from the environment, and no other API.
        options.setdefault("api_key", "ingen")
        options |= {"temperature": 0, "use_responses_api": False}
    return options
