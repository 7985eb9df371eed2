// SPDX-License-Identifier: Apache-2.0
// What is shown: the welcome by a link, the sign-in, or the desk. The desk stays under a sign-in that comes because
// its session ended, with all that was typed.
import { Router, useLocation } from 'wouter-preact';
import { Over } from './pages/door';
import { SignIn } from './pages/sign_in';
import { Welcome } from './pages/welcome';
import { Loading } from './parts';
import { session } from './session';
import { Shell } from './shell';
import { useStore } from './store';
import { Toasts } from './toasts';

function Doors() {
    const [path] = useLocation(), now = useStore(session);
    if (path === '/welcome') return <Welcome />;
    if (now.is === 'unknown') return <Loading />;
    const who = now.is === 'in' ? now.me : now.was;
    return (
        <>
            {who && <div class="desk" hidden={now.is !== 'in'}><Shell key={who.name} me={who} /></div>}
            {now.is === 'out' && (who ? <Over><SignIn why={now.why} was={who.name} /></Over> : <SignIn why={now.why} was="" />)}
        </>
    );
}

export function App() {
    return <Router base="/console"><Doors /><Toasts /></Router>;
}
