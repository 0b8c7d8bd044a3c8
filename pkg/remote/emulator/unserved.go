package emulator

// unserved are the paths of the API that are not served though a path with a
// parameter would match them: without this list, whoever asks for the account of
// streams would be told that there is no workspace of that name.
func unserved() []string {
	const streams, clusters = groupPath + "/streams/", groupPath + "/clusters/"
	return []string{
		groupPath + ":migrate",
		groupPath + "/databaseUsers/{username}/certs",
		clusters + "tenantUpgrade",
		clusters + "tenantUpgradeToServerless",
		clusters + "{name}:grantMongoDBEmployeeAccess",
		clusters + "{name}:pinFeatureCompatibilityVersion",
		clusters + "{name}:revokeMongoDBEmployeeAccess",
		clusters + "{name}:unpinFeatureCompatibilityVersion",
		streams + "accountDetails",
		streams + "activeVpcPeeringConnections",
		streams + "vpcPeeringConnections",
		streams + "{workspace}:downloadOperationalLogs",
	}
}
