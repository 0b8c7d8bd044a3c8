package emulator

import (
	"maps"
	"time"
)

// serverlessView shows a Flex cluster under the names of an instance (recorded),
// or a native instance. Neither ever has a standard connection string.
func (c *call) serverlessView(r *resource) object {
	srv, _ := connectionHosts(r)
	hosts := object{}
	if c.namesHosts(r) {
		hosts["standardSrv"] = srv
	}
	hosts = c.shownHosts(r, hosts)
	settings := object{
		"backingProviderName": textAt(r.Fields, "providerSettings", "backingProviderName"),
		"providerName":        "SERVERLESS",
		"regionName":          textAt(r.Fields, "providerSettings", "regionName"),
	}
	if c.native(r) {
		maps.Copy(hosts, c.privateHosts(r))
		// A guess: the document has free text here. What it has for the size is a
		// list without one for serverless, and no limit is known: both are left out.
		settings["effectiveProviderName"] = "SERVERLESS"
	} else {
		maps.Copy(settings, c.shimSettings(r))
	}
	tags, protected := tagsOf(r)
	return object{
		"connectionStrings": hosts,
		"createDate":        r.Created.Format(time.RFC3339),
		"groupId":           c.group,
		"id":                r.ID,
		"links":             c.clusterLinks("serverless", r.Name),
		"mongoDBVersion":    mongoDBVersion,
		"name":              r.Name,
		"providerSettings":  settings,
		"serverlessBackupOptions": object{
			"serverlessContinuousBackupEnabled": c.native(r) && continuousBackup(r.Fields),
		},
		"stateName":                    c.clusterState(r),
		"tags":                         tags,
		"terminationProtectionEnabled": protected,
	}
}

// shimSettings are recorded, also the two that no document has. The date of the
// next backup moves on by itself, a day at a time from the creation on.
func (c *call) shimSettings(r *resource) object {
	const day = 24 * time.Hour
	return object{
		"effectiveDiskSizeGBLimit":  5,
		"effectiveInstanceSizeName": "FLEX",
		"effectiveProviderName":     "TENANT",
		"nextBackupDate":            r.Created.Add(c.now.Sub(r.Created).Truncate(day) + day).Format(time.RFC3339),
		"tenantBackupEnabled":       true,
	}
}
