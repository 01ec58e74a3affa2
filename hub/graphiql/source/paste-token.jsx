// The dialog that takes a token of a real issuer.
import { useState } from 'react';
import { Button, Dialog } from '@graphiql/react';
import { pasteToken } from './session.js';

export function PasteToken({ open, onOpenChange }) {
  const [text, setText] = useState('');

  function submit(event) {
    event.preventDefault();
    pasteToken(text);
    setText('');
    onOpenChange(false);
  }

  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <form className="hub-paste" onSubmit={submit}>
        <Dialog.Title>Paste a token</Dialog.Title>
        <Dialog.Description>
          A bearer token of your issuer. It stays in this browser tab, and goes with every request and subscription.
        </Dialog.Description>
        <textarea
          aria-label="Token"
          rows={6}
          spellCheck={false}
          autoComplete="off"
          value={text}
          onChange={event => setText(event.target.value)}
        />
        <Button type="submit" disabled={!text.trim()}>
          Use this token
        </Button>
        {/* last, so that the text area gets the focus */}
        <Dialog.Close />
      </form>
    </Dialog>
  );
}
