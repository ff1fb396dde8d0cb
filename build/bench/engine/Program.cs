using System;
using System.Globalization;
using MigrationTooling.Benchmarks;

// What build/bench-up.sh measures with: it makes the migrations, runs the bare loop, and times one command.
return args switch
{
    ["small", var count, var folder] => Workload.Small(int.Parse(count, CultureInfo.InvariantCulture), folder),
    ["bulk", var megabytes, var folder] => Workload.Bulk(int.Parse(megabytes, CultureInfo.InvariantCulture), folder),
    ["loop", var database, var folder] => BareLoop.Run(database, folder),
    ["time", var program, ..] => Measured.Run(program, args.AsSpan(2)),
    _ => throw new ArgumentException("small COUNT FOLDER | bulk MEGABYTES FOLDER | loop DATABASE FOLDER | time PROGRAM ARGUMENT..."),
};
