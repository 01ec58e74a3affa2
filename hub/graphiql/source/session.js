// Who is signed in. The token lives in sessionStorage: it ends with the browser tab and never goes into an address.
//
// A session: { token, label, person, expiresAt, renewAt, expired }
//   person     id for the development issuer, null for a pasted token (such a token can't be renewed here)
//   expiresAt  milliseconds, null when the token does not say
import { useSyncExternalStore } from 'react';

const KEY = 'hub.session';
const TRY_AGAIN_AFTER = 10_000;
const listeners = new Set();
let session = restored();
let issuer = null; // the path of the development issuer, null when there is none
let renewing = null; // the renewal under way, so that two callers share one

export const currentSession = () => session;

export function onSessionChange(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useSession = () => useSyncExternalStore(onSessionChange, currentSession);

/** Call once: names the development issuer (or null) and watches over the token's end. */
export function watchOverSession(issuerPath) {
  issuer = issuerPath;
  setInterval(tend, 1000);
}

export async function signInAs(person) {
  change(await issued(person.id, person.label));
}

export function pasteToken(text) {
  const token = text.trim().replace(/^Bearer\s+/i, '');
  const claims = claimsOf(token);
  const expiresAt = Number.isFinite(claims.exp) ? claims.exp * 1000 : null;
  const label = claims.name ?? claims.sub ?? 'the holder of the pasted token';
  change({ token, label: String(label), person: null, expiresAt, renewAt: null, expired: false });
}

export const signOut = () => change(null);

/** A new token for the same person; false when there is nobody who could be asked for one. */
export async function renewSession() {
  if (!session?.person || !issuer) {
    return false;
  }
  const { person, label } = session;
  renewing ??= issued(person, label).finally(() => (renewing = null));
  const renewed = await renewing;
  if (session?.person === person && session.token !== renewed.token) {
    change(renewed);
  }
  return session?.person === person;
}

async function issued(person, label) {
  const answer = await fetch(issuer, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ person }),
  });
  if (!answer.ok) {
    throw new Error(`The development issuer gave no token for ${label} (HTTP ${answer.status}).`);
  }
  const { token, expiresAt } = await answer.json();
  const end = Date.parse(expiresAt);
  const lifetime = end - Date.now();
  // renewed a minute before the end, or in the last fifth of a very short life
  const renewAt = end - Math.min(60_000, lifetime / 5);
  return { token, label, person, expiresAt: end, renewAt, expired: false };
}

async function tend() {
  if (!session || session.expired) {
    return;
  }
  if (session.person && Date.now() >= session.renewAt) {
    const failed = { ...session, renewAt: Date.now() + TRY_AGAIN_AFTER };
    await renewSession().catch(() => session?.token === failed.token && (session = failed));
  }
  if (session?.expiresAt && Date.now() >= session.expiresAt) {
    change({ ...session, expired: true });
  }
}

function change(next) {
  session = next;
  if (next) {
    sessionStorage.setItem(KEY, JSON.stringify(next));
  } else {
    sessionStorage.removeItem(KEY);
  }
  listeners.forEach(listener => listener());
}

function restored() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY));
  } catch {
    return null;
  }
}

/** The claims of a token, only to be shown: the hub checks the signature. */
function claimsOf(token) {
  try {
    const bytes = Uint8Array.from(atob(token.split('.')[1].replaceAll('-', '+').replaceAll('_', '/')), c => c.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes)) ?? {};
  } catch {
    return {};
  }
}
