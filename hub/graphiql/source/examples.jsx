// The "Examples" menu: each opens as a tab, ready to run.
import { ChevronDownIcon, DropdownMenu, useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { useList } from './list.js';
import { WELCOME } from './welcome.js';

export function Examples({ path }) {
  const examples = useList(path);
  const { addTab } = useGraphiQLActions();
  const queryEditor = useGraphiQL(state => state.queryEditor);
  const variableEditor = useGraphiQL(state => state.variableEditor);

  function open({ query, variables }) {
    const untouched = ['', WELCOME.trim()].includes(queryEditor.getValue().trim());
    if (!untouched) {
      addTab();
    }
    queryEditor.setValue(query);
    variableEditor.setValue(variables && Object.keys(variables).length ? JSON.stringify(variables, null, 2) : '');
    queryEditor.focus();
  }

  return (
    <DropdownMenu>
      <DropdownMenu.Button className="hub-button" disabled={!queryEditor || !variableEditor}>
        Examples <ChevronDownIcon aria-hidden="true" />
      </DropdownMenu.Button>
      <DropdownMenu.Content className="hub-menu">
        {examples === null && <p className="hub-note">The examples can't be had from the hub just now.</p>}
        {examples?.map(example => (
          <DropdownMenu.Item key={example.name} onSelect={() => open(example)}>
            <strong>{example.name}</strong>
            <span>{example.description}</span>
          </DropdownMenu.Item>
        ))}
      </DropdownMenu.Content>
    </DropdownMenu>
  );
}
