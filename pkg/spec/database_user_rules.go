package spec

// databaseUserRules want one way to sign in, a name of the form that it has, and
// roles in the databases where they are.
func databaseUserRules() []Rule {
	rules := append(oneWayIn(), wayInRules()...)
	rules = append(rules,
		Rule{If: is("databaseName", AdminDatabase), Then: not(externalName()), At: "databaseName", Msg: "is not that of metadata.name, which is a user of $external: end the name in @admin, or write databaseName: $external"},
		Rule{If: is("databaseName", ExternalDatabase), Then: externalName(), At: "databaseName", Msg: "is not that of metadata.name, which is a user of admin: end the name in @$external, or write databaseName: admin"},
		Rule{If: signsInBy("x509Type"), Then: not(said("deleteAfterDate")), At: "deleteAfterDate", Msg: "is for others: X.509 users cannot be temporary, so take the date out"},
	)
	return append(rules, roleDatabaseRules("roles", "roleName", "databaseName")...)
}

// externalWays are the fields that say how somebody signs in without a password.
func externalWays() []string {
	return []string{"awsIAMType", "ldapAuthType", "oidcAuthType", "x509Type"}
}

// signsInBy holds of users who sign in by one of the fields.
func signsInBy(fields ...string) Cond {
	var ways []Cond
	for _, field := range fields {
		ways = append(ways, all(said(field), not(is(field, "NONE"))))
	}
	return either(ways...)
}

// oneWayIn keeps a user from signing in in several ways.
func oneWayIn() []Rule {
	ways := externalWays()
	rules := []Rule{{
		If: signsInBy(ways...), Then: not(said("password")), At: "password",
		Msg: "is for users who sign in by it, and not by awsIAMType, ldapAuthType, oidcAuthType or x509Type: remove one of the two",
	}}
	for i, field := range ways[1:] {
		rules = append(rules, Rule{
			If: signsInBy(ways[:i+1]...), Then: not(signsInBy(field)), At: field,
			Msg: "stands beside another way to sign in, and a user has one: keep one of awsIAMType, ldapAuthType, oidcAuthType and x509Type",
		})
	}
	return rules
}

// externalName holds of a metadata.name that is of the database $external, see
// [UserName].
func externalName() Cond {
	return either(
		matches(NamePath, `@\$external$`),
		all(matches(NamePath, `^arn:|=`), not(matches(NamePath, `@admin$`))),
	)
}

// wayInRules hold the way to sign in against the name: each has a database and a
// form of username of its own.
func wayInRules() []Rule {
	rule := func(way Cond, name Cond, at, msg string) Rule {
		return Rule{If: way, Then: name, At: at, Msg: "wants a metadata.name that is " + msg}
	}
	of := func(form string) Cond { return all(matches(NamePath, form), externalName()) }
	const distinguished = "a distinguished name such as CN=bob,OU=ours, of $external"
	return []Rule{
		rule(all(said("password"), not(signsInBy(externalWays()...))), not(externalName()), "password", "a user of admin: no ARN and no name with an equals sign, unless @admin stands behind it"),
		rule(signsInBy("awsIAMType"), of("^arn:"), "awsIAMType", "an ARN, without @admin behind it, such as arn:aws:iam::123456789012:role/app"),
		rule(signsInBy("ldapAuthType"), of("="), "ldapAuthType", distinguished),
		rule(is("oidcAuthType", "USER"), of("/"), "oidcAuthType", "the ID of the identity provider and a name, with a slash between them, of $external: end it in @$external"),
		rule(is("oidcAuthType", "IDP_GROUP"), all(matches(NamePath, "/"), not(externalName())), "oidcAuthType", "the ID of the identity provider and the name of a group, with a slash between them, of admin"),
		rule(is("x509Type", "CUSTOMER"), of("="), "x509Type", distinguished),
		rule(is("x509Type", "MANAGED"), of("^CN=[^,]*$"), "x509Type", "CN= and a name, and nothing else, of $external"),
	}
}
