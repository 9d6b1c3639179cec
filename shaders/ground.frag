#version 330 core
// A picture that lies in the world.
uniform sampler2D picture;  // colours multiplied by alpha
uniform vec2 centre;        // of the view, as a part of the picture
uniform vec2 per_pixel;
uniform vec2 half_size;     // of the map, pixels
uniform float opacity;
out vec4 colour;

void main() {
    vec2 at = centre + (gl_FragCoord.xy - half_size) * per_pixel;
    bool inside = all(greaterThanEqual(at, vec2(0))) && all(lessThanEqual(at, vec2(1)));
    colour = texture(picture, at) * (inside ? opacity : 0.0);
}
