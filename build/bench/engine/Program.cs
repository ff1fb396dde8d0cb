using System;
using System.Globalization;
using MigrationTooling.Benchmarks;

// What build/bench-up.sh and build/bench-postgres.sh measure with: it makes the migrations, runs the bare loop, and times one command.
return args switch
{
    ["small", var count, var folder] => Workload.Small(int.Parse(count, CultureInfo.InvariantCulture), folder),
    ["bulk", var megabytes, var folder] => Workload.Bulk(int.Parse(megabytes, CultureInfo.InvariantCulture), folder),
    ["copy", var megabytes, var folder] => Workload.Copy(int.Parse(megabytes, CultureInfo.InvariantCulture), folder),
    ["loop-server", var connection, var folder] => ServerLoop.Run(connection, folder),
    ["loop", var database, var folder] => BareLoop.Run(database, folder),
    ["time", var program, ..] => Measured.Run(program, args.AsSpan(2)),
    _ => throw new ArgumentException("small COUNT FOLDER | bulk MEGABYTES FOLDER | copy MEGABYTES FOLDER | loop DATABASE FOLDER | loop-server CONNECTION FOLDER | time PROGRAM ARGUMENT..."),
};
