import { rangeWords, serverWord, type FormField, type Texts } from '../logic/schema-form.js';
import { Field } from './field.js';

interface Props {
  readonly group: string;
  readonly fields: readonly FormField[];
  readonly texts: Texts;
  readonly wrong: Readonly<Record<string, string>>;
  readonly change: (name: string, text: string) => void;
}

/** The inputs of a schema, each with its own hint, range and complaint. */
export function SchemaFields({ group, fields, texts, wrong, change }: Props) {
  return (
    <div className="grid grid-cols-1 gap-x-4 gap-y-2 sm:grid-cols-2">
      {fields.map((field) => (
        <SchemaInput key={field.name} group={group} field={field} text={texts[field.name] ?? ''} error={serverWord(wrong, group, field.name)} change={change} />
      ))}
    </div>
  );
}

function SchemaInput({ group, field, text, error, change }: { group: string; field: FormField; text: string; error: string | undefined; change: Props['change'] }) {
  const testId = `${group}-${field.name}`;
  const hint = [field.description, rangeWords(field)].filter(Boolean).join(' · ');
  return (
    <Field label={field.title} hint={hint} error={error}>
      {(wiring) =>
        field.kind === 'boolean' ? (
          <input
            {...wiring}
            type="checkbox"
            className="toggle toggle-sm"
            data-testid={testId}
            checked={text === 'true'}
            onChange={(event) => change(field.name, String(event.target.checked))}
          />
        ) : field.kind === 'choice' ? (
          <select {...wiring} className="select w-full" data-testid={testId} value={text} onChange={(event) => change(field.name, event.target.value)}>
            {field.choices.map((choice) => (
              <option key={choice}>{choice}</option>
            ))}
          </select>
        ) : (
          <input
            {...wiring}
            className="input w-full"
            data-testid={testId}
            inputMode={field.kind === 'text' ? 'text' : 'decimal'}
            value={text}
            onChange={(event) => change(field.name, event.target.value)}
          />
        )
      }
    </Field>
  );
}
