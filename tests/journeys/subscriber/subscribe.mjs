// One subscription by graphql-ws: `node subscribe.mjs ADDRESS`, the rest as one line of JSON on standard input:
// {"token": ..., "query": ..., "variables": {...}}. Prints one line of JSON for each thing that happens:
// {"connected": true}, {"next": ...}, {"error": ...}, {"complete": true}, {"closed": {"code": ..., "reason": ...}}.
// It ends when its standard input ends.
import { createInterface } from 'node:readline';
import { createClient } from 'graphql-ws';

const say = happened => process.stdout.write(`${JSON.stringify(happened)}\n`);

const lines = createInterface({ input: process.stdin });
lines.once('line', line => {
  const { token, query, variables } = JSON.parse(line);
  const client = createClient({
    url: process.argv[2],
    lazy: false,
    retryAttempts: 0,
    connectionParams: token ? { authorization: `Bearer ${token}` } : {},
    onNonLazyError: () => {}, // told by `closed`
    on: {
      connected: () => say({ connected: true }),
      closed: event => say({ closed: { code: event.code, reason: event.reason } }),
    },
  });
  client.subscribe(
    { query, variables },
    {
      next: result => say({ next: result }),
      error: error => say({ error: Array.isArray(error) ? error : { code: error.code, message: String(error.reason ?? error.message ?? error) } }),
      complete: () => say({ complete: true }),
    },
  );
  lines.once('close', async () => {
    await client.dispose();
    process.exit(0);
  });
});
