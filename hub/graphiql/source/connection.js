// How operations reach the hub: queries and mutations by fetch, subscriptions by graphql-transport-ws on the same path.
// Both carry the token of whoever is signed in at that moment.
import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { createClient } from 'graphql-ws';
import { currentSession, onSessionChange, renewSession } from './session.js';

const FORBIDDEN = 4403; // the hub says no to this token: asking again changes nothing

export function createFetcher(endpoint) {
  const socket = createSocket(endpoint);
  return createGraphiQLFetcher({
    url: endpoint,
    fetch: fetchAsSignedIn,
    wsClient: {
      subscribe: (operation, sink) =>
        socket.subscribe(operation, {
          ...sink,
          error(cause) {
            sink.next({ errors: errorsOf(cause) });
            sink.complete();
          },
        }),
    },
    enableIncrementalDelivery: false,
  });
}

function createSocket(endpoint) {
  const address = new URL(endpoint, location.href);
  address.protocol = address.protocol.replace('http', 'ws');
  const socket = createClient({
    url: address.href,
    connectionParams: () => authorization(),
    keepAlive: 15_000,
    retryWait: tries => new Promise(resolve => setTimeout(resolve, tries === 0 ? 100 : 2 ** tries * 500)),
    shouldRetry: cause => cause?.code !== FORBIDDEN,
  });
  let token = currentSession()?.token;
  onSessionChange(() => {
    // A socket keeps the token that it was opened with: another person, or a renewed token, needs a new one.
    // Running subscriptions are asked for again on it.
    if (currentSession()?.token !== token) {
      token = currentSession()?.token;
      socket.terminate();
    }
  });
  return socket;
}

async function fetchAsSignedIn(url, options) {
  const send = () => fetch(url, { ...options, headers: { ...authorization(), ...options.headers } });
  let answer = await send();
  if (answer.status === 401 && (await renewSession().catch(() => false))) {
    answer = await send();
  }
  if (!/json/.test(answer.headers.get('content-type') ?? '')) {
    const error = new Error(`The hub answered with HTTP ${answer.status} and no JSON. Is it running?`);
    delete error.stack; // GraphiQL would show it
    throw error;
  }
  return answer;
}

function authorization() {
  const session = currentSession();
  return session ? { authorization: `Bearer ${session.token}` } : {};
}

/** What ended a subscription, as errors to read: graphql-ws hands over GraphQL errors, close events and bare events. */
function errorsOf(cause) {
  if (Array.isArray(cause)) {
    return cause;
  }
  const message = cause?.code
    ? `The hub closed the subscription: ${cause.reason || 'no reason given'} (${cause.code}).`
    : 'The hub cannot be reached for subscriptions. Is it running?';
  return [{ message }];
}
