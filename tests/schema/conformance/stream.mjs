// The client graphql-sse against a hub: `node stream.mjs ADDRESS TOKEN CASE`. Prints what it heard as one line of JSON.
import { createClient } from 'graphql-sse';

const [, , url, token, which] = process.argv;
const heard = [];
const client = createClient({ url, retryAttempts: 0, headers: { authorization: `Bearer ${token}` } });

function run(payload, onNext = () => {}) {
  return new Promise(resolve => {
    const stop = client.subscribe(payload, {
      next: value => {
        heard.push({ next: value });
        onNext(stop);
      },
      error: error => resolve(heard.push({ error: error.response?.status ?? String(error) })),
      complete: () => resolve(heard.push({ complete: true })),
    });
  });
}

const cases = {
  subscription: () => run({ query: 'subscription ($to: Int!) { counted(to: $to) }', variables: { to: 3 } }),
  query: () => run({ query: '{ word }' }),
  invalid: () => run({ query: 'subscription { unknown }' }),
  stopped: () => run({ query: 'subscription { counted(to: 1000000) }' }, stop => stop()),
  refused: () => run({ query: '{ word }' }),
};

await cases[which]();
client.dispose();
console.log(JSON.stringify(heard));
process.exit(0);
