// The client graphql-ws against a hub: `node websocket.mjs ADDRESS TOKEN CASE`. Prints what it heard as one line of JSON.
import { createClient } from 'graphql-ws';

const [, , url, token, which] = process.argv;
const heard = [];
const client = createClient({
  url,
  retryAttempts: 0,
  connectionParams: { authorization: `Bearer ${token}` },
  on: {
    connected: () => heard.push({ connected: true }),
    closed: event => heard.push({ closed: event.code, reason: event.reason }),
  },
});

function run(payload, onNext = () => {}) {
  return new Promise(resolve => {
    const stop = client.subscribe(payload, {
      next: value => {
        heard.push({ next: value });
        onNext(stop);
      },
      error: error => resolve(heard.push({ error: Array.isArray(error) ? error : (error.code ?? String(error)) })),
      complete: () => resolve(heard.push({ complete: true })),
    });
  });
}

const cases = {
  subscription: () => run({ query: 'subscription ($to: Int!) { counted(to: $to) }', variables: { to: 3 } }),
  query: () => run({ query: '{ word }' }),
  mutation: () => run({ query: 'mutation { say(text: "hello") }' }),
  invalid: () => run({ query: 'subscription { unknown }' }),
  syntax: () => run({ query: 'subscription {' }),
  stopped: () => run({ query: 'subscription { counted(to: 1000000) }' }, stop => stop()),
  refused: () => run({ query: '{ word }' }),
  several: () => Promise.all([1, 2, 3].map(to => run({ query: `subscription { counted(to: ${to}) }` }))),
};

await cases[which]();
await client.dispose();
console.log(JSON.stringify(heard));
process.exit(0);
