import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { ApiError, wordsOf } from '../data/api.js';
import { signIn } from '../data/queries.js';
import { Field } from '../parts/field.js';

export function SignInPage() {
  const [username, setUsername] = useState('admin');
  const [password, setPassword] = useState('');
  const login = useMutation({ mutationFn: () => signIn(username.trim(), password) });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!login.isPending) login.mutate();
  };
  return (
    <main className="grid min-h-dvh place-items-center p-4">
      <form className="panel flex w-full max-w-sm flex-col gap-4 p-7 shadow-xl" onSubmit={submit}>
        <div className="mb-1 flex items-center gap-3">
          <img src="/icon.svg" alt="" className="size-10" />
          <div>
            <h1 className="text-lg font-semibold tracking-tight">SofiTrader</h1>
            <p className="text-[13px] text-soft">Sign in to your trading desk</p>
          </div>
        </div>
        <Field label="User name">
          {(wiring) => (
            <input
              {...wiring}
              data-testid="login-username"
              className="input w-full"
              autoComplete="username"
              required
              value={username}
              onChange={(event) => setUsername(event.target.value)}
            />
          )}
        </Field>
        <Field label="Password" hint="The first start prints the password of admin.">
          {(wiring) => (
            <input
              {...wiring}
              data-testid="login-password"
              className="input w-full"
              type="password"
              autoComplete="current-password"
              autoFocus
              required
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
          )}
        </Field>
        {login.isError && (
          <p role="alert" data-testid="login-error" className="rounded-field bg-error/10 px-3 py-2 text-[13px] text-error">
            {login.error instanceof ApiError && login.error.status === 401 ? 'User name or password is wrong.' : wordsOf(login.error)}
          </p>
        )}
        <button type="submit" data-testid="login-submit" className="btn btn-primary" disabled={login.isPending}>
          {login.isPending && <span className="loading loading-spinner loading-xs" />} Sign in
        </button>
      </form>
    </main>
  );
}
