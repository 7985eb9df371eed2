// SPDX-License-Identifier: Apache-2.0
// A new password and what is asked of it. The service judges; this only says so early.
import type { RefObject } from 'preact';
import { Icon } from '../icons';
import { Secret } from '../parts';
import { useTexts } from '../prefs';

export const LEAST = 12; // characters
const length = (password: string): number => [...password].length;
export const isGood = (password: string): boolean => length(password) >= LEAST;

export function NewPassword(p: { label: string; value: string; onInput: (value: string) => void; field?: RefObject<HTMLInputElement> }) {
    const t = useTexts(), have = length(p.value), isLong = have >= LEAST;
    const rules = (
        <ul class="rules">
            <li class={isLong ? 'met' : ''}><Icon name={isLong ? 'done' : 'ring'} />{t.ruleLength(LEAST)}{have > 0 && !isLong && <span> · {t.ruleLeft(LEAST - have)}</span>}</li>
            <li><Icon name="ring" />{t.ruleCommon}</li>
            <li><Icon name="ring" />{t.ruleWords}</li>
        </ul>
    );
    return <Secret {...p} autocomplete="new-password" isRequired max={256} hint={rules} />;
}
