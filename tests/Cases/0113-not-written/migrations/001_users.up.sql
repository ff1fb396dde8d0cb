-- migrate:todo users: write its statements below; without one it is not run.

