# The service alone: no example corpus, no tests. Everything that is stored lies in /data.
FROM python:3.11-slim

RUN apt-get update \
 && apt-get install -y --no-install-recommends hunspell-sv \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --create-home planassistent \
 && install -d -o planassistent -g planassistent /data

WORKDIR /app
COPY constraints.txt pyproject.toml README.md ./
ARG TORCH_INDEX=
RUN pip install --no-cache-dir -c constraints.txt ${TORCH_INDEX:+--index-url "$TORCH_INDEX"} torch==2.13.0
COPY . .
RUN pip install --no-cache-dir -c constraints.txt ".[weights]"

USER planassistent
ENV PLANASSISTENT_DATA=/data \
    PLANASSISTENT_MODELS=/data/models \
    HF_HUB_OFFLINE=1 \
    ANONYMIZED_TELEMETRY=False \
    PYTHONUNBUFFERED=1
VOLUME /data
EXPOSE 8000
CMD ["planassistent", "serve", "--host", "0.0.0.0", "--port", "8000"]
