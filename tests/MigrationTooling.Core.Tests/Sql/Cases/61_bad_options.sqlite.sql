-- migrate:options transction:false nothing:true store rerunnable: irreversible:maybe store:true
-- migrate:options store:true
SELECT 1;
-- migrate:options rerunnable:true
SELECT 2; -- migrate:ignore MIG0203 small table
-- migrate:ignore mig203
-- migrate:ignore
