# syntax=docker/dockerfile:1
# One image for both processes: `node dist/api.js` (the default) and `node dist/worker.js`.

FROM node:24-bookworm-slim AS build
ENV PUPPETEER_SKIP_DOWNLOAD=1 \
    HUSKY=0 \
    CI=1
WORKDIR /siar
COPY . .
# The same bootstrap as on a developer's machine: pinned pnpm, frozen lockfile, Prisma client, both builds.
RUN node tools/bootstrap.mjs build
# The server alone with what it needs at run time: no simulators, no tools, no dev dependencies. Its own packages
# are inside the bundle, so their sources stay behind.
RUN npx --yes "$(node -p "require('./package.json').packageManager")" \
      --filter @siar/server deploy --prod --legacy --config.auto-install-peers=false /app \
    && rm -rf /app/src /app/tsconfig.json /app/node_modules/@siar /app/node_modules/.pnpm/@siar* \
    && cp -r apps/server/dist /app/dist \
    && mkdir /app/web \
    && cp -r apps/web/dist /app/web/dist

FROM node:24-bookworm-slim
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends chromium-headless-shell fonts-liberation fonts-noto-color-emoji tini \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --create-home --uid 10001 siar \
    && install -d -o siar -g siar /data \
    # Docker's seccomp profile forbids the namespaces of Chromium's own sandbox. The container is the sandbox here:
    # no root, no capabilities, read-only (docker-compose.yml).
    && printf '#!/bin/sh\nexec /usr/bin/chromium-headless-shell --no-sandbox "$@"\n' > /usr/local/bin/chromium-in-container \
    && chmod 755 /usr/local/bin/chromium-in-container
ENV NODE_ENV=production \
    CHROMIUM_PATH=/usr/local/bin/chromium-in-container \
    DATA_DIR=/data \
    PORT=3000
WORKDIR /app
COPY --from=build --chown=root:root /app ./
USER siar
VOLUME ["/data"]
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=6 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.WORKER_HEALTH_PORT || process.env.PORT) + '/health/live').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# tini reaps what Chromium leaves and passes SIGTERM on.
ENTRYPOINT ["tini", "--"]
CMD ["node", "--enable-source-maps", "dist/api.js"]
