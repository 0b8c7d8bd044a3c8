package spec

// clusterProviders are the clouds that Atlas builds clusters on.
func clusterProviders() []string { return []string{"AWS", "AZURE", "GCP"} }

// clusterKinds share one name space in a project: a name means one of them.
func clusterKinds() []Kind { return []Kind{KindFlexCluster, KindServerlessInstance, KindCluster} }

// clusterNames is the name space that the kinds of clusters share.
const clusterNames = "cluster"
