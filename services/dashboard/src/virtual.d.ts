declare module 'virtual:risk-settings-schema' {
  /** JSON Schema of the risk settings, with range, default, title and description of each */
  const schema: Readonly<Record<string, unknown>>;
  export default schema;
}
