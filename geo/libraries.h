#pragma once

#include <map>
#include <string>

namespace geo {

/// Libraries that figures and files depend on, as they are on this machine: name, version.
[[nodiscard]] std::map<std::string, std::string> library_versions();

}  // namespace geo
