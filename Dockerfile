# A small image that builds a site: docker run --rm -v "$PWD:/site" -u "$(id -u)" briefing build --strict
FROM python:3.13-slim AS wheels
WORKDIR /source
COPY . .
RUN pip wheel --no-cache-dir --wheel-dir /wheels ".[brotli]"

FROM python:3.13-slim
RUN --mount=type=bind,from=wheels,source=/wheels,target=/wheels \
    pip install --no-cache-dir --no-index --find-links /wheels "briefing-digest[brotli]"
# Whoever runs it needs no entry in the image's list of users, and so no home there.
ENV HOME=/tmp
USER 10001
WORKDIR /site
ENTRYPOINT ["briefing"]
CMD ["build"]
