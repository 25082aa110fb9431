import { LogOut, Monitor, Moon, Sun, UserRound } from 'lucide-react';
import { wordsOf } from '../data/api.js';
import { signOut, useMe } from '../data/queries.js';
import { chooseTheme, THEMES, useTheme, type Theme } from '../data/theme.js';
import { toast } from '../data/toasts.js';
import { Choice } from './field.js';

const ICONS: Record<Theme, typeof Sun> = { system: Monitor, light: Sun, dark: Moon };

export function UserMenu() {
  const me = useMe().data;
  const theme = useTheme((state) => state.theme);
  return (
    <details className="relative">
      <summary className="btn btn-ghost btn-sm btn-square list-none" aria-label="Account and appearance" data-testid="user-menu">
        <UserRound aria-hidden className="size-4" />
      </summary>
      <div className="panel absolute right-0 z-30 mt-2 flex w-60 flex-col gap-3 p-3 shadow-xl">
        <div className="text-[13px]">
          <div className="font-medium">{me?.username}</div>
          <div className="text-xs text-soft">{me?.role}</div>
        </div>
        <Choice
          label="Theme"
          testId="theme"
          options={THEMES}
          value={theme}
          onChange={chooseTheme}
          words={(option) => {
            const Icon = ICONS[option];
            return (
              <>
                <Icon aria-hidden className="size-3.5" />
                {option}
              </>
            );
          }}
        />
        <button
          type="button"
          data-testid="sign-out"
          className="btn btn-sm"
          onClick={() => void signOut().catch((error: unknown) => toast('bad', 'Sign-out failed', wordsOf(error)))}
        >
          <LogOut aria-hidden className="size-3.5" /> Sign out
        </button>
      </div>
    </details>
  );
}
