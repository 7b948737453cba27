# syntax=docker/dockerfile:1
# Image of one app that is a plain Node program. From the root of the repository:
#   docker build -f infra/docker/node-app.Dockerfile --build-arg APP=gateway --target app -t weir/gateway:0.1.0 .
# APP: gateway, aggregator or replayer with --target app; provision with --target provision. docs/deploy.md tells all.
ARG NODE=22.21.1-bookworm-slim

FROM node:${NODE} AS build
ARG APP
WORKDIR /weir
COPY . .
RUN npm ci && npx nx build "$APP"

# The packages that this app runs with, and no others. The bundle holds the workspace's own libraries.
FROM node:${NODE} AS packages
ARG APP
WORKDIR /weir
COPY . .
RUN npm ci --omit=dev --ignore-scripts --workspace "apps/$APP" && mkdir -p "apps/$APP/node_modules"

FROM node:${NODE} AS app
ARG APP
ENV NODE_ENV=production
ENV WEIR_HOST=0.0.0.0
ENV WEIR_DATA=/var/lib/weir
RUN install -d -o node -g node /var/lib/weir
WORKDIR /weir/apps/${APP}
COPY LICENSE /weir/
COPY infra/docker/healthcheck.mjs /weir/
COPY --from=packages /weir/node_modules /weir/node_modules
COPY --from=packages /weir/apps/${APP}/node_modules ./node_modules
COPY --from=build /weir/apps/${APP}/package.json ./
COPY --from=build /weir/apps/${APP}/dist ./dist
USER node
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 CMD ["node", "/weir/healthcheck.mjs"]
CMD ["node", "dist/main.js"]

# Ends by itself; its migrations lie where it looks for them.
FROM app AS provision
COPY infra/clickhouse /weir/infra/clickhouse
HEALTHCHECK NONE
