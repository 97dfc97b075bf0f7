import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { z } from 'zod';
import { notFound } from '../failure';
import type { Deployment } from '../target/deployment';
import { stackOutputs } from '../target/stack-outputs';

/** A queue of what a rule or a function gave up. */
export interface DeadLetterQueue {
  /** As its stack output, `DeadLettersRejectedEvents` being rejected-events. */
  name: string;
  url: string;
  /** What its messages are, for people. */
  holds: string;
}

export interface DeadLetterQueues {
  queues: DeadLetterQueue[];
  /** Where events go that are sent again. */
  busArn: string;
}

const OUTPUT = /^DeadLetters([A-Z]\w*)$/;
const outputSchema = z.object({ queueUrl: z.string(), holds: z.string() });

/** The deployment's queues, by the outputs of its stacks. */
export async function deadLetterQueues(deployment: Deployment): Promise<DeadLetterQueues> {
  const stacks = ['controlplane-stack', 'coreappplane-stack', 'shared-infra-stack'];
  const outputs = await stackOutputs(new CloudFormationClient(deployment.aws), stacks);
  const queues = [...outputs].flatMap(([key, value]) => {
    const name = OUTPUT.exec(key)?.[1];
    if (!name) return [];
    const { queueUrl, holds } = outputSchema.parse(JSON.parse(value));
    return [{ name: commandName(name), url: queueUrl, holds }];
  });
  const busArn = outputs.get('eventBridgeArn');
  if (queues.length === 0 || !busArn) {
    throw notFound(
      'the stacks tell of no dead-letter queues',
      'deploy them again: scripts/start.sh, on AWS scripts/install.sh',
    );
  }
  return { queues: queues.sort((a, b) => a.name.localeCompare(b.name)), busArn };
}

/** @throws CliFailure with exit code 5, naming those that there are */
export function queueNamed(queues: readonly DeadLetterQueue[], name: string): DeadLetterQueue {
  const found = queues.find((queue) => queue.name === name);
  if (found) return found;
  throw notFound(
    `no dead-letter queue is called "${name}"`,
    `queues: ${queues.map((queue) => queue.name).join(', ')}`,
  );
}

const commandName = (name: string): string => name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
