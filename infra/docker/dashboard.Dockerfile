# syntax=docker/dockerfile:1
# Image of the dashboard: what `next build` has traced, and the server in front of it. From the root of the repository:
#   docker build -f infra/docker/dashboard.Dockerfile -t weir/dashboard:0.1.0 .
ARG NODE=22.21.1-bookworm-slim

FROM node:${NODE} AS build
WORKDIR /weir
COPY . .
RUN npm ci && npx nx build dashboard

# What the server in front needs; the pages bring their packages with them.
FROM node:${NODE} AS packages
WORKDIR /weir
COPY . .
RUN npm ci --omit=dev --ignore-scripts --workspace libs/runtime

FROM node:${NODE} AS app
ENV NODE_ENV=production
ENV WEIR_HOST=0.0.0.0
WORKDIR /weir/apps/dashboard
COPY LICENSE /weir/
COPY infra/docker/healthcheck.mjs /weir/
COPY --from=packages /weir/node_modules /weir/node_modules
COPY --from=build /weir/apps/dashboard/package.json ./
COPY --from=build /weir/apps/dashboard/.next/standalone ./.next/standalone
COPY --from=build /weir/apps/dashboard/dist ./dist
USER node
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 CMD ["node", "/weir/healthcheck.mjs"]
CMD ["node", "dist/main.js"]
