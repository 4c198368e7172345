# docker build -t reportgen . && docker run --rm -v "$PWD:/project" reportgen build
# The base has a tag and no digest: no registry could be asked for one when this was written. Pin it
# yourself: `docker buildx imagetools inspect python:3.12-slim-bookworm` prints the digest.
FROM python:3.12-slim-bookworm
RUN apt-get -qq update \
    && apt-get -qq install --yes --no-install-recommends libharfbuzz-subset0 libpangoft2-1.0-0 \
    && rm -rf /var/lib/apt/lists/*
COPY requirements.txt /source/
RUN python -m pip install --no-cache-dir --require-hashes --requirement /source/requirements.txt
COPY pyproject.toml README.md LICENSE reportgen.yaml translations.lock /source/
COPY src /source/src
COPY templates /source/templates
COPY data /source/data
RUN python -m pip install --no-cache-dir --no-deps --no-build-isolation /source && rm -r /source
RUN useradd --create-home briefs && mkdir /project && chown briefs /project
USER briefs
WORKDIR /project
ENTRYPOINT ["reportgen"]
CMD ["--help"]
