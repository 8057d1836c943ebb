# SPDX-License-Identifier: Apache-2.0
# docker build -t rnn . && docker run --rm -v "$PWD:/work" rnn train book.txt --out book.safetensors

FROM debian:bookworm AS build
RUN apt-get update && apt-get install -y --no-install-recommends maven openjdk-17-jdk-headless
COPY . /src
WORKDIR /src
RUN mvn -B -ntp -Pdist -DskipTests package \
 && mkdir /opt/rnn && tar -xzf rnn-dist/target/rnn-*-linux-x64.tar.gz -C /opt/rnn --strip-components=1

FROM debian:bookworm-slim
# For the text in plots.
RUN apt-get update && apt-get install -y --no-install-recommends \
    fontconfig fonts-dejavu-core libfreetype6 libharfbuzz0b libjpeg62-turbo liblcms2-2 \
 && rm -rf /var/lib/apt/lists/*
COPY --from=build /opt/rnn /opt/rnn
RUN ln -s /opt/rnn/bin/rnn /usr/local/bin/rnn
WORKDIR /work
ENTRYPOINT ["rnn"]
