// The bar above GraphiQL: what this is, examples, and who is signed in.
import { useEffect } from 'react';
import { useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { Examples } from './examples.jsx';
import { SignIn } from './sign-in.jsx';
import { useSession } from './session.js';

export function Bar({ paths }) {
  const { introspect } = useGraphiQLActions();
  const schema = useGraphiQL(state => state.schema);
  const token = useSession()?.token;
  useEffect(() => {
    // a hub that shows its schema to nobody but those signed in: ask again
    if (token && !schema) {
      introspect();
    }
  }, [token]);
  return (
    <>
      <h1>Sentence plan hub</h1>
      {paths.examples && <Examples path={paths.examples} />}
      <SignIn people={paths.people} />
    </>
  );
}
