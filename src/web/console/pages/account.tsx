// SPDX-License-Identifier: Apache-2.0
// One's own account: password, authenticator, sessions.
import { useState } from 'preact/hooks';
import { calls, type Me, type SignedIn } from '../calls';
import { report, useResource, useTask, useTitle } from '../hooks';
import { Button, Loading, Secret, Trouble, When } from '../parts';
import { useTexts } from '../prefs';
import { arrive, leave, session } from '../session';
import { useStore } from '../store';
import { say } from '../toasts';
import { NewPassword, isGood } from './new_password';
import { Totp } from './totp';

function Password({ who }: { who: Me }) {
    const t = useTexts(), [old, setOld] = useState(''), [password, setPassword] = useState('');
    const change = useTask(async () => {
        await calls.changePassword(old, password);
        setOld('');
        setPassword('');
        say(t.passwordChanged);
        await arrive();
    });
    const submit = (event: Event): void => {
        event.preventDefault();
        if (isGood(password)) change.run();
    };
    return (
        <section aria-labelledby="password-title">
            <h2 id="password-title">{t.password}</h2>
            <form onSubmit={submit} class="narrow">
                <input class="unseen" type="text" autocomplete="username" value={who.name} readOnly tabIndex={-1} aria-hidden="true" />
                <Secret label={t.passwordOld} value={old} onInput={setOld} autocomplete="current-password" isRequired max={256} />
                <NewPassword label={t.passwordNew} value={password} onInput={setPassword} />
                <Trouble error={change.error} />
                <Button isSubmit isBusy={change.isBusy}>{t.passwordChange}</Button>
            </form>
        </section>
    );
}

// "Chrome, Windows": enough to know one's own device by.
function device(agent: string): string {
    const browser = /(Edg|OPR|SamsungBrowser|Firefox|Chrome|Safari)[^/]*\//.exec(agent)?.[1] ?? '';
    const system = /(Windows|Android|iPhone|iPad|Mac OS X|CrOS|Linux)/.exec(agent)?.[1] ?? '';
    const names: Record<string, string> = { Edg: 'Edge', OPR: 'Opera', SamsungBrowser: 'Samsung Internet', 'Mac OS X': 'macOS', CrOS: 'ChromeOS' };
    return [browser, system].filter(Boolean).map((name) => names[name] ?? name).join(', ') || agent.slice(0, 60);
}

function Sessions() {
    const t = useTexts(), sessions = useResource(calls.mySessions);
    const list = sessions.value ?? [];
    // What was ended is gone from the list at once, and read again in any case.
    const ended = async (request: Promise<unknown>, stays: (s: SignedIn) => boolean, words: string): Promise<void> => {
        try {
            await request;
            sessions.set(list.filter(stays));
            say(words);
        } catch (error) {
            report(error);
        }
        sessions.reload();
    };
    const end = useTask((id: string) => ended(calls.endSession(id), (s) => s.id !== id, t.sessionEnded));
    const endOthers = useTask(() => ended(calls.endOtherSessions(), (s) => s.isOwn, t.sessionsEnded));
    return (
        <section aria-labelledby="sessions-title">
            <h2 id="sessions-title">{t.sessions}</h2>
            <p class="hint">{t.sessionsMore}</p>
            <Trouble error={sessions.error} again={sessions.reload} />
            {!sessions.value && sessions.isLoading && <Loading />}
            {list.length > 0 && (
                <ul class="list">
                    {list.map((s) => (
                        <li key={s.id}>
                            <div class="grow"><b>{device(s.agent) || t.device}</b> {s.isOwn && <span class="tag good">{t.sessionOwn}</span>}
                                <p class="hint">{s.address}{s.seen !== null && <> · {t.seen} <When at={s.seen} /></>}{s.since !== null && <> · {t.since} <When at={s.since} /></>}</p>
                            </div>
                            {!s.isOwn && <Button look="small" isBusy={end.isBusy} onClick={() => end.run(s.id)}>{t.sessionEnd}</Button>}
                        </li>
                    ))}
                </ul>
            )}
            {list.length > 1 && <p><Button isBusy={endOthers.isBusy} onClick={() => endOthers.run()}>{t.sessionsEnd}</Button></p>}
        </section>
    );
}

export function Account() {
    const t = useTexts(), now = useStore(session);
    useTitle(t.pages.account);
    if (now.is !== 'in') return null;
    return (
        <>
            <header class="head">
                <div class="grow"><h1 tabIndex={-1}>{t.pages.account}</h1><p class="hint"><span class="name">{now.me.name}</span> · {t.roles[now.me.role]}</p></div>
                <Button icon="leave" onClick={() => void leave().catch(report)}>{t.signOut}</Button>
            </header>
            <div class="cards"><Password who={now.me} /><Totp who={now.me} /><Sessions /></div>
        </>
    );
}
