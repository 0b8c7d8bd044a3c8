package emulator

import (
	"maps"
	"net/http"
	"time"
)

// The advanced configuration of a cluster: how its servers are started. What
// nobody has set is null, but for a few (recorded by the Atlas CLI and by
// Terraform's provider).

// processArgsLatest is the version from which on the configuration has no read
// concern, and nothing of keys that are too long.
const processArgsLatest = "2024-08-05"

// processArgsKey is under what the configuration is stored with its cluster.
const processArgsKey = "processArgs"

func processArgsRoutes() []route {
	const one = groupPath + "/clusters/{name}/processArgs"
	versions := []string{"2023-01-01", processArgsLatest}
	ends := sunsets{clusterVersionSunset("2023-01-01", time.Date(2024, time.August, 5, 0, 0, 0, 0, time.UTC))}
	return []route{
		{method: http.MethodGet, path: one, versions: versions, ends: ends, operate: getProcessArgs},
		{method: http.MethodPatch, path: one, versions: versions, ends: ends, operate: updateProcessArgs, event: clusterEvents.updated, takes: always(processArgsShape()), edit: editOf((*call).cluster, (*call).editProcessArgs)},
	}
}

// tlsShape is what a cluster repeats of the configuration, and may set of it.
func tlsShape() shape {
	return shape{
		"customOpensslCipherConfigTls12": {holds: texts},
		"customOpensslCipherConfigTls13": {holds: texts},
		"minimumEnabledTlsProtocol":      {enum: []string{"TLS1_0", "TLS1_1", "TLS1_2", "TLS1_3"}},
		"tlsCipherConfigMode":            {enum: []string{"CUSTOM", "DEFAULT"}},
	}
}

func processArgsShape() shape {
	s := tlsShape()
	maps.Copy(s, shape{
		"changeStreamOptionsPreAndPostImagesExpireAfterSeconds": {holds: number},
		"chunkMigrationConcurrency":                             {holds: number},
		"defaultMaxTimeMS":                                      {holds: number},
		"defaultReadConcern":                                    {enum: []string{"available", "local", "majority"}},
		"defaultWriteConcern":                                   {},
		"failIndexKeyTooLong":                                   {holds: flag},
		"javascriptEnabled":                                     {holds: flag},
		"noTableScan":                                           {holds: flag},
		"oplogMinRetentionHours":                                {holds: number},
		"oplogSizeMB":                                           {holds: number},
		"queryStatsLogVerbosity":                                {holds: number},
		"sampleRefreshIntervalBIConnector":                      {holds: number},
		"sampleSizeBIConnector":                                 {holds: number},
		"transactionLifetimeLimitSeconds":                       {holds: number},
	})
	return s
}

// tlsView is how the servers of a cluster encrypt, with Atlas's defaults.
func tlsView(r *resource) object {
	view := object{
		"customOpensslCipherConfigTls12": []any{},
		"customOpensslCipherConfigTls13": []any{},
		"minimumEnabledTlsProtocol":      "TLS1_2",
		"tlsCipherConfigMode":            "DEFAULT",
	}
	said := asObject(r.Fields[processArgsKey])
	for name := range tlsShape() {
		if value, ok := said[name]; ok {
			view[name] = value
		}
	}
	return view
}

// processArgsView is the configuration in the version that was asked for.
func (c *call) processArgsView(r *resource) object {
	view := object{}
	for name := range processArgsShape() {
		view[name] = nil
	}
	view["javascriptEnabled"], view["noTableScan"] = true, false
	if c.version >= processArgsLatest {
		view["queryStatsLogVerbosity"] = 1
	}
	maps.Copy(view, asObject(r.Fields[processArgsKey]))
	maps.Copy(view, tlsView(r))
	if c.version >= processArgsLatest {
		delete(view, "defaultReadConcern")
		delete(view, "failIndexKeyTooLong")
	}
	return view
}

func getProcessArgs(c *call) (reply, error) {
	r, err := c.cluster()
	if err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusOK, body: c.processArgsView(r)}, nil
}

// updateProcessArgs keeps what the body leaves out. A null takes back what was set
// of the two members that have it in the API document.
func updateProcessArgs(c *call) (reply, error) {
	r, err := c.cluster()
	if err != nil {
		return reply{}, err
	}
	changed, err := processArgsShape().clean(c.body)
	if err == nil {
		err = c.checkPaused(r, changed)
	}
	if err != nil {
		return reply{}, err
	}
	said := withProcessArgs(r, changed)
	for _, name := range []string{"oplogMinRetentionHours", "oplogSizeMB"} {
		if value, sent := c.body[name]; sent && value == nil {
			delete(said, name)
		}
	}
	if err := c.updateCluster(r, object{processArgsKey: said}); err != nil {
		return reply{}, err
	}
	return reply{status: http.StatusOK, body: c.processArgsView(r)}, nil
}

// editProcessArgs makes table scans possible, or impossible.
func (c *call) editProcessArgs(r *resource) error {
	forbidden := asObject(r.Fields[processArgsKey])["noTableScan"] == true
	return c.updateCluster(r, object{processArgsKey: withProcessArgs(r, object{"noTableScan": !forbidden})})
}

// moveAdvanced puts what a body says of encryption with the rest of the
// configuration of the cluster, which may be new.
func moveAdvanced(r *resource, fields object) {
	if said := asObject(fields["advancedConfiguration"]); len(said) > 0 {
		fields[processArgsKey] = withProcessArgs(r, said)
	}
	delete(fields, "advancedConfiguration")
}

// withProcessArgs is the configuration of a cluster, which may be new, with what
// changes of it.
func withProcessArgs(r *resource, changed object) object {
	said := object{}
	if r != nil {
		maps.Copy(said, asObject(r.Fields[processArgsKey]))
	}
	maps.Copy(said, changed)
	return said
}
