using MigrationTooling.Npgsql.Connections;

namespace MigrationTooling.Npgsql.Sessions;

/// <summary>
/// Whether a unit's own commands (what takes the session back, the fence, the history) are sent as prepared statements: to plan them anew each
/// time is a third of what the server does for a small migration. They lie in the session that the scripts run in, where taking it back ends
/// what a script prepared, and would end ours too. So the server is asked behind each script whether it left anything prepared, and only where
/// it did, or nobody knows, everything is ended.
/// </summary>
internal sealed class PreparedCommands
{
    // Preparing is a round trip: a run of a few units has nothing from it.
    private const int Worthwhile = 10;

    private int _units;
    private bool _isSure; // no script has anything prepared in the session, and what we prepared is there

    /// <summary>A unit begins.</summary>
    /// <returns>True where its own commands are to be prepared.</returns>
    public bool Begin(ServerSession session)
    {
        _units++;
        bool isPrepared = _isSure && _units > Worthwhile && session.MayPrepare;
        _isSure = false;
        return isPrepared;
    }

    /// <summary>True where the server is to be asked behind the unit's script.</summary>
    public bool IsAsking(ServerSession session) => _units >= Worthwhile && session.MayPrepare;

    /// <summary>It was asked.</summary>
    public void Answered(Pipeline pipeline) => _isSure = pipeline.IsOnlyOursPrepared;

    /// <summary>Something of a script runs that nothing is asked behind.</summary>
    public void Unsure() => _isSure = false;

    /// <summary>Between two migrations: unless all that is prepared is known to be ours, ours is forgotten.</summary>
    /// <returns>False where whatever is prepared in the session has to be ended.</returns>
    public bool Keep(ServerSession session)
    {
        if (!_isSure && session.HasPrepared)
        {
            session.EndPrepared();
            _units = 0;
        }

        return _isSure;
    }
}
