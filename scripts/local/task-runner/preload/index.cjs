/** What surrounds a task on Fargate; `node --require` of every task. */
require('./code-cache.cjs');
require('./service-connect.cjs');
require('./loopback-only.cjs');
require('./end-with-runner.cjs');
