// PostGraphile 5 on the benchmark's database: its recommended preset, its own adaptor for Node's HTTP server, no watching,
// no IDE, no explaining, prepared statements (its default), a pool of POOL connections.
import { createServer } from "node:http";

import { grafserv } from "postgraphile/grafserv/node";
import { makePgService } from "postgraphile/adaptors/pg";
import { PostGraphileAmberPreset } from "postgraphile/presets/amber";
import { postgraphile } from "postgraphile";

const [port, pool] = process.argv.slice(2).map(Number);

const instance = postgraphile({
  extends: [PostGraphileAmberPreset],
  disablePlugins: ["PgIndexBehaviorsPlugin"], // few rows of a case: ordering and filtering them needs no index of its own
  pgServices: [
    makePgService({ connectionString: process.env.BENCH_DATABASE_URL, schemas: ["public"], poolConfig: { max: pool } }),
  ],
  schema: { defaultBehavior: "+list" }, // plain lists beside connections: the lighter query, as its documentation advises
  grafast: { explain: false },
  grafserv: { graphiql: false, watch: false, graphqlPath: "/graphql", maxRequestLength: 100_000 },
});

const server = createServer();
await instance.createServ(grafserv).addTo(server);
server.listen(port, "127.0.0.1", () => console.log("ready"));

for (const signal of ["SIGTERM", "SIGINT"]) {
  process.on(signal, () => process.exit(0));
}
