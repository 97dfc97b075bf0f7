/** "TaskDefinition" as people read it: "Task definition". */
export const resourceType = (type: string): string =>
  type.replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).replace('Api', 'API');
