// The GraphiQL page. The hub's own paths come with the page, as data- attributes of its body.
import './workers.js';
import { createPortal } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { GraphiQL } from 'graphiql';
import 'graphiql/style.css';
import './page.css';
import { Bar } from './bar.jsx';
import { createFetcher } from './connection.js';
import { watchOverSession } from './session.js';
import { WELCOME } from './welcome.js';

const { endpoint, development, people, token, examples } = document.body.dataset;
const madeUpPeople = development === 'true';

watchOverSession(token ?? null);

createRoot(document.getElementById('graphiql')).render(
  <GraphiQL
    fetcher={createFetcher(endpoint)}
    defaultQuery={WELCOME}
    defaultEditorToolsVisibility="variables"
    shouldPersistHeaders={false}
    showPersistHeadersSettings={false}
    // Variables name people: outside development nothing that was typed stays behind on the computer.
    storage={madeUpPeople ? localStorage : sessionStorage}
  >
    <GraphiQL.Logo>{null}</GraphiQL.Logo>
    {createPortal(<Bar paths={{ people, examples }} />, document.getElementById('bar'))}
  </GraphiQL>,
);
