// SPDX-License-Identifier: Apache-2.0
// Name and password, then the code of the authenticator when the account has one.
import { useEffect, useRef, useState } from 'preact/hooks';
import { ApiError } from '../api';
import { calls } from '../calls';
import { useTask, useTitle } from '../hooks';
import { Button, Field, Note, Secret, Trouble } from '../parts';
import { useTexts } from '../prefs';
import { arrive } from '../session';
import { Door } from './door';

export function SignIn({ why, was }: { why: 'start' | 'left' | 'ended'; was: string }) {
    const t = useTexts();
    const [name, setName] = useState(was), [password, setPassword] = useState(''), [code, setCode] = useState(''), [isCode, setIsCode] = useState(false);
    const nameField = useRef<HTMLInputElement>(null), passwordField = useRef<HTMLInputElement>(null), codeField = useRef<HTMLInputElement>(null);
    useTitle(t.signIn);
    useEffect(() => { (isCode ? codeField : was ? passwordField : nameField).current?.focus(); }, [isCode]);
    const signIn = useTask(async () => {
        try {
            await calls.signIn(name.trim(), password, code.replace(/\s/g, ''));
            await arrive();
        } catch (error) {
            if (!(error instanceof ApiError) || error.code !== 'code_needed') throw error;
            setIsCode(true);
        }
    });
    const submit = (event: Event): void => { event.preventDefault(); signIn.run(); };
    const back = (): void => { setIsCode(false); setCode(''); signIn.clear(); };
    return (
        <Door title={isCode ? t.codeTitle : t.signIn}>
            {why === 'ended' && <Note>{t.ended}</Note>}
            {why === 'left' && !isCode && <Note>{t.left}</Note>}
            <form onSubmit={submit}>
                {isCode ? (
                    <Field label={t.code} value={code} onInput={setCode} autocomplete="one-time-code" isRequired max={32} field={codeField} hint={t.codeHint} look="code" />
                ) : (
                    <>
                        <Field label={t.name} value={name} onInput={setName} autocomplete="username" isRequired max={64} field={nameField} />
                        <Secret label={t.password} value={password} onInput={setPassword} autocomplete="current-password" isRequired max={256} field={passwordField} />
                    </>
                )}
                <Trouble error={signIn.error} />
                <div class="row">
                    <Button isSubmit look="main" isBusy={signIn.isBusy}>{isCode ? t.confirm : t.signIn}</Button>
                    {isCode && <Button look="plain" onClick={back}>{t.back}</Button>}
                </div>
            </form>
            <p class="hint">{isCode ? t.codeLost : t.passwordLost}</p>
        </Door>
    );
}
