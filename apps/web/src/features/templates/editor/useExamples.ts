import { renderTemplate, templateVariables, type TemplateVariable } from '@siar/shared';
import { useMemo, useState } from 'react';
import { useT } from '../../../i18n/I18n.tsx';

/** A made-up contact to try the text on. */
export function useExamples(body: string) {
  const t = useT();
  const [given, setGiven] = useState<Readonly<Record<string, string>>>({});
  return useMemo(() => {
    const variables: TemplateVariable[] = templateVariables(body);
    const examples = Object.fromEntries(
      variables.map(({ name }) => [
        name,
        given[name] ?? (name === 'name' ? t.templates.exampleName : `[${name}]`),
      ]),
    );
    const { text, missing } = renderTemplate(body, examples);
    const setExample = (name: string, value: string) => setGiven((all) => ({ ...all, [name]: value }));
    return { variables, examples, text, missing, setExample };
  }, [body, given, t]);
}
