// Who I am, until when, and how to become someone else: a made-up member of staff (development), or a pasted token.
import { useState } from 'react';
import { ChevronDownIcon, DropdownMenu } from '@graphiql/react';
import { useList } from './list.js';
import { PasteToken } from './paste-token.jsx';
import { signInAs, signOut, useSession } from './session.js';

export function SignIn({ people: path }) {
  const people = useList(path);
  const session = useSession();
  const [pasting, setPasting] = useState(false);
  const [problem, setProblem] = useState(null);

  function choose(person) {
    setProblem(null);
    signInAs(person).catch(error => setProblem(error.message));
  }

  return (
    <div className="hub-sign-in">
      <p role="status" className={problem || session?.expired ? 'hub-problem' : undefined}>
        {problem ?? whoAndUntil(session)}
      </p>
      <DropdownMenu>
        <DropdownMenu.Button className="hub-button">
          {session ? 'Change' : path ? 'Sign in as' : 'Sign in'} <ChevronDownIcon aria-hidden="true" />
        </DropdownMenu.Button>
        <DropdownMenu.Content className="hub-menu" align="end">
          {people === null && <p className="hub-note">The people of the development issuer can't be had just now.</p>}
          {people?.map(person => (
            <DropdownMenu.Item key={person.id} onSelect={() => choose(person)}>
              <strong>{person.label}</strong>
              <span>{person.role}</span>
            </DropdownMenu.Item>
          ))}
          <DropdownMenu.Item className="hub-separated" onSelect={() => setPasting(true)}>
            Paste a token…
          </DropdownMenu.Item>
          {session && <DropdownMenu.Item onSelect={signOut}>Sign out</DropdownMenu.Item>}
        </DropdownMenu.Content>
      </DropdownMenu>
      <PasteToken open={pasting} onOpenChange={setPasting} />
    </div>
  );
}

function whoAndUntil(session) {
  if (!session) {
    return 'Not signed in';
  }
  if (session.expired) {
    return `The token of ${session.label} has expired: sign in again`;
  }
  return (
    <>
      <strong>{session.label}</strong> <span>{session.expiresAt ? `until ${clockTime(session.expiresAt)}` : ''}</span>
    </>
  );
}

function clockTime(milliseconds) {
  const then = new Date(milliseconds);
  const today = then.toDateString() === new Date().toDateString();
  return then.toLocaleString('en-GB', { dateStyle: today ? undefined : 'medium', timeStyle: 'short' });
}
