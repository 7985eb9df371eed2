// SPDX-License-Identifier: Apache-2.0
// The one-time link, /console/welcome#TOKEN: whoever has it sets a password and is signed in. The token stands in
// the fragment, that no server or log sees, and leaves the address at once.
import { useEffect, useRef, useState } from 'preact/hooks';
import { useLocation } from 'wouter-preact';
import { calls } from '../calls';
import { useTask, useTitle } from '../hooks';
import { Button, Note, Trouble } from '../parts';
import { useTexts } from '../prefs';
import { arrive } from '../session';
import { start } from '../pages';
import { say } from '../toasts';
import { Door } from './door';
import { NewPassword, isGood } from './new_password';

function takeToken(): string {
    const token = location.hash.slice(1);
    if (token) history.replaceState(null, '', location.pathname);
    return token;
}

export function Welcome() {
    const t = useTexts(), [, go] = useLocation(), [token, setToken] = useState(takeToken), [password, setPassword] = useState('');
    const field = useRef<HTMLInputElement>(null);
    useTitle(t.welcome);
    useEffect(() => {
        field.current?.focus();
        const change = (): void => { if (location.hash.length > 1) setToken(takeToken()); };
        window.addEventListener('hashchange', change);
        return () => window.removeEventListener('hashchange', change);
    }, []);
    const set = useTask(async () => {
        if (await calls.useLink(token, password)) await arrive();
        else say(t.passwordSet);
        go(start, { replace: true });
    });
    const submit = (event: Event): void => {
        event.preventDefault();
        if (isGood(password)) set.run();
    };
    if (!token) return <Door title={t.welcome}><Note look="warn">{t.noToken}</Note><p><Button onClick={() => go('/', { replace: true })}>{t.toSignIn}</Button></p></Door>;
    return (
        <Door title={t.welcome}>
            <p>{t.welcomeMore}</p>
            <form onSubmit={submit}>
                <NewPassword label={t.passwordNew} value={password} onInput={setPassword} field={field} />
                <Trouble error={set.error} />
                <Button isSubmit look="main" isBusy={set.isBusy}>{t.setPassword}</Button>
            </form>
        </Door>
    );
}
