// SPDX-License-Identifier: Apache-2.0
// What this browser keeps: choices of the page for ever, what was typed until the tab is closed. Neither is needed:
// a browser that keeps nothing works all the same.

function kept(storage: () => Storage) {
    return {
        get(key: string): string | null {
            try {
                return storage().getItem(`lurus-console-${key}`);
            } catch {
                return null;
            }
        },
        set(key: string, value: string | null): void {
            try {
                if (value === null) storage().removeItem(`lurus-console-${key}`);
                else storage().setItem(`lurus-console-${key}`, value);
            } catch {
                // Full, or forbidden.
            }
        },
    };
}

export const choices = kept(() => localStorage);
export const drafts = kept(() => sessionStorage);

export function forgetDrafts(): void {
    try {
        for (const key of Object.keys(sessionStorage)) if (key.startsWith('lurus-console-')) sessionStorage.removeItem(key);
    } catch {
        // Nothing was kept.
    }
}
