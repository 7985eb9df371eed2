// SPDX-License-Identifier: Apache-2.0
// A value that the page follows.
import { useEffect, useState } from 'preact/hooks';

export class Store<T> {
    private readonly followers = new Set<(value: T) => void>();

    constructor(private current: T) {}

    get value(): T {
        return this.current;
    }

    set(value: T): void {
        if (Object.is(value, this.current)) return;
        this.current = value;
        for (const follower of [...this.followers]) follower(value);
    }

    follow(follower: (value: T) => void): () => void {
        this.followers.add(follower);
        return () => { this.followers.delete(follower); };
    }
}

export function useStore<T>(store: Store<T>): T {
    const [value, setValue] = useState<{ of: T }>({ of: store.value });
    useEffect(() => {
        setValue({ of: store.value }); // it may have changed between drawing and here
        return store.follow((next) => setValue({ of: next }));
    }, [store]);
    return value.of;
}
