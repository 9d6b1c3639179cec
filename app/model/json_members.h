#pragma once

#include "geo/error.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace model {

/// The members of a JSON object, each asked for by its name, so that one of another name is noticed.
class JsonMembers {
public:
    using Json = nlohmann::ordered_json;

    /// \param name of the object, for errors \pre json outlives it \throws Error for what is no object
    JsonMembers(const Json& json, std::string_view name) : json_(json), name_(name) {
        if (!json.is_object()) geo::fail("'{}' is {}", name_, json.dump());
    }

    /// Calls use(member) where there is one. \throws Error where its kind is another than use() takes
    template <typename Use>
    void operator()(std::string_view key, Use&& use) {
        known_.push_back(key);
        const auto at = json_.find(key);
        if (at == json_.end()) return;
        try {
            use(*at);
        } catch (const Json::exception&) {
            refuse(key, *at);
        }
    }
    [[noreturn]] void refuse(std::string_view key, const Json& member) const {
        geo::fail("'{}' of '{}' is {}", key, name_, member.dump());
    }

    /// \throws Error for a member that nobody asked for
    void end() const {
        for (const auto& [key, value] : json_.items()) {
            static_cast<void>(value);
            if (std::find(known_.begin(), known_.end(), key) == known_.end())
                geo::fail("'{}' has a member '{}', which this program does not know", name_, key);
        }
    }

private:
    const Json& json_;
    std::string name_;
    std::vector<std::string_view> known_;
};

}  // namespace model
