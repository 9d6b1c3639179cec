#include "geo/clock.h"

#include "geo/error.h"

#include <charconv>
#include <cstdlib>
#include <ctime>
#include <string_view>

namespace geo {

std::string time_now() {
    const char* given = std::getenv("SOURCE_DATE_EPOCH");
    if (given == nullptr || *given == '\0') return time_text(std::time(nullptr));
    const std::string_view text(given);
    long long seconds = -1;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    constexpr long long year_9999 = 253402300799;
    if (error != std::errc() || end != text.data() + text.size() || seconds < 0 || seconds > year_9999)
        fail("SOURCE_DATE_EPOCH={}: not a number of seconds since 1970", text);
    return time_text(seconds);
}

std::string time_text(long long seconds) {
    const auto time = static_cast<std::time_t>(seconds);
    std::tm parts{};
    ::gmtime_r(&time, &parts);
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.000Z", parts.tm_year + 1900, parts.tm_mon + 1,
                       parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec);
}

}  // namespace geo
