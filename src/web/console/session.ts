// SPDX-License-Identifier: Apache-2.0
// Who is signed in. When a session ends elsewhere the page stays as it is under the sign-in, so that what was typed
// is there again afterwards; whoever signs in under another name starts with an empty page.
import { ApiError, guard, line, sleep } from './api';
import { calls, type Me } from './calls';
import { hangUp } from './live';
import { forgetDrafts } from './memory';
import { Store } from './store';

export type Session =
    | { is: 'unknown' }
    | { is: 'in'; me: Me }
    | { is: 'out'; why: 'start' | 'left' | 'ended'; was: Me | null };

export const session = new Store<Session>({ is: 'unknown' });
const tabs = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('lurus-console');

export const me = (): Me | null => (session.value.is === 'in' ? session.value.me : null);

function enter(who: Me): void {
    const before = session.value;
    if (before.is === 'out' && before.was && before.was.name !== who.name) forgetDrafts();
    session.set({ is: 'in', me: who });
}

function end(why: 'left' | 'ended'): void {
    const before = session.value;
    hangUp();
    if (before.is === 'out') return;
    if (why === 'left') forgetDrafts();
    const was = before.is === 'in' && why === 'ended' ? before.me : null;
    session.set({ is: 'out', why: was || why === 'left' ? why : 'start', was });
}

export async function leave(): Promise<void> {
    try {
        await calls.signOut();
    } catch (error) {
        if (!(error instanceof ApiError) || error.status !== 401) throw error;
    }
    end('left');
    tabs?.postMessage('left');
}

// After signing in, and whenever the account has changed: the other tabs learn of it.
export async function arrive(): Promise<void> {
    await renew();
    tabs?.postMessage('in');
}

export async function renew(): Promise<void> {
    for (;;) {
        try {
            enter(await calls.session());
            return;
        } catch (error) {
            if (!(error instanceof ApiError)) throw error;
            if (error.status === 401 || error.status === 403 || error.status === 404) {
                end('ended');
                return;
            }
            await (line.value === 'open' ? sleep(2000) : new Promise<void>((done) => {
                const stop = line.follow(() => { stop(); done(); });
            }));
        }
    }
}

export function startSession(): void {
    guard.csrf = () => me()?.csrf ?? null;
    guard.renew = renew;
    guard.ended = () => { end('ended'); };
    if (tabs) {
        tabs.onmessage = (event) => {
            if (event.data === 'left') end('left');
            if (event.data === 'in') void renew();
        };
    }
    void renew();
}
